// What opens over the page: a picture with its description, and the question before a button acts.

export function showPicture(image) {
  const box = document.getElementById('lightbox')
  const large = box.querySelector('img')
  large.src = image.src
  large.alt = image.alt
  box.querySelector('figcaption').textContent = image.alt
  box.showModal()
}

/** Asks what a control asks first; gives true when the person confirms. The text's first paragraph is the title. */
export function confirmed({ dataset }) {
  const box = document.getElementById('confirm')
  const [title, ...rest] = dataset.confirm.split('\n\n')
  const [no, yes] = box.querySelectorAll('button')
  no.textContent = dataset.denyLabel ?? 'Cancel'
  yes.textContent = dataset.confirmLabel ?? 'Confirm'
  yes.classList.toggle('danger', dataset.confirmStyle === 'danger')
  box.querySelector('h2').textContent = title
  box.querySelector('p').textContent = rest.join('\n\n')
  box.returnValue = 'no'
  box.showModal()
  return new Promise((resolve) => {
    box.addEventListener('close', () => resolve(box.returnValue === 'yes'), { once: true })
  })
}

/** A click beside the picture closes it. */
export function wireDialogs() {
  const box = document.getElementById('lightbox')
  box.addEventListener('click', (event) => {
    if (event.target.tagName !== 'IMG') box.close()
  })
}
