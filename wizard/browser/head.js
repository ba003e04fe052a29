/** What has to run before Material's scripts do: a classic script, not a module. */

import "./trusted-default.js";
import "./first-in-line.js";
