/** Elements in the document of an iframe, in WebKitGTK, whose driver opens no pop-up for a script. Needs the built site. */
import { testDocuments } from '../support/host-expectations.js';
import { sitePage } from './webkit-page.js';

testDocuments(sitePage(), false);
