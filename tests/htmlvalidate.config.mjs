// What the built pages are held to: the HTML standard. Accessibility is axe's part, in a real browser.
export default {
  root: true,
  extends: ["html-validate:standard"],
  rules: {
    // Material's switches for the drawer and the search: it keeps Firefox from restoring their state on a reload.
    "valid-autocomplete": "off",
  },
};
