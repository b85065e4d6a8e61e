/** The button that copies what an element reports, as it looks on the site. */
import { reportButton } from '../../elements/base/report-button.js';
import type { Report } from '../../engine/diagnostics.js';

export function copyReport(element: { report(): Promise<Report> }): HTMLButtonElement {
  const button = reportButton(() => element.report());
  button.className = 'button small';
  button.title = 'What runs, what failed and how fast it is, to send along with a complaint: nothing of yours is in it';
  return button;
}
