/** Starts Python at once on the wizard's own page: before the page is read to its end, and before its element is there. */

import { runtime } from "./runtime-client.js";

runtime.start();
