/**
 * What a screen reader needs of Tweakpane's panels: their fields stand beside a text that is no label, their sliders are boxes
 * without a role, and their folders do not say whether they are open.
 */

/** Names the controls of all panels in an element, from now on and whatever comes. */
export function nameControls(root: HTMLElement): void {
  const nameAll = (): void => {
    for (const row of root.querySelectorAll('.tp-lblv')) nameRow(row);
    for (const folder of root.querySelectorAll('.tp-fldv')) {
      folder.querySelector(':scope > .tp-fldv_b')?.setAttribute('aria-expanded', String(folder.classList.contains('tp-fldv-expanded')));
    }
  };
  nameAll();
  // Panels are made anew; folders open by a class, sliders move by a style.
  const watch = { subtree: true, childList: true, attributes: true, attributeFilter: ['class', 'style'] };
  new MutationObserver(nameAll).observe(root, watch);
}

function nameRow(row: Element): void {
  const name = row.querySelector('.tp-lblv_l')?.textContent ?? '';
  if (name === '') return;
  for (const field of row.querySelectorAll('input, select')) field.setAttribute('aria-label', name);
  const track = row.querySelector('.tp-sldv_t');
  if (track === null) return;
  const share = Number.parseFloat(row.querySelector<HTMLElement>('.tp-sldv_k')?.style.width ?? '0');
  const words = {
    role: 'slider',
    'aria-label': name,
    'aria-valuemin': '0',
    'aria-valuemax': '100',
    'aria-valuenow': String(Math.round(share)),
    'aria-valuetext': row.querySelector('input')?.value ?? '',
  };
  for (const [attribute, value] of Object.entries(words)) track.setAttribute(attribute, value);
}
