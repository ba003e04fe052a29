/**
 * Lets Material's own scripts through where the content security policy wants Trusted Types, and no more than they need.
 *
 * A script of its own, not a module: Material's runs before modules do. It finds out what Material passes by the name
 * of the sink, which browsers give as the third argument.
 */
if (window.trustedTypes) {
  const site = new URL("../../", document.currentScript.src).href;

  /** Tags of search results, which Material makes from strings. They have no attribute that does or fetches anything. */
  const searchTags = /<\/?(?:h[1-6]|p|ul|ol|li|pre|code|sub|sup|mark|del|div)(?: class="md-[\w -]*")?>/g;

  trustedTypes.createPolicy("default", {
    createHTML(html, type, sink) {
      if (!html.replace(searchTags, "").includes("<")) return html;
      throw new TypeError(`${sink}: unexpected tags`);
    },
    createScriptURL(address) {
      const url = new URL(address, document.baseURI);
      if (url.href.startsWith(site) && url.pathname.endsWith(".js")) return address;
      throw new TypeError(`not a script of this site: ${address}`);
    },
  });
}
