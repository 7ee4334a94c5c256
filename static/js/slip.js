/** Reads the code of a slip from behind the # of the address, which no server is sent, and fills it in. */
const typed = document.getElementById("code");
const code = decodeURIComponent(location.hash.slice(1));

if (typed && /^[0-9A-Za-z-]{12,20}$/.test(code)) {
  history.replaceState(null, "", location.pathname);
  typed.value = code;
  for (const said of document.querySelectorAll("[data-read]")) said.hidden = false;
  document.querySelector("main form button[type=submit]")?.focus();
}
