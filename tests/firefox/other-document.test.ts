/** Elements in the document of an iframe and of a pop-up, in Firefox. Needs the built site. */
import { testDocuments } from '../support/host-expectations.js';
import { sitePage } from './firefox-page.js';

const page = sitePage();
testDocuments(page, false);
testDocuments(page, true);
