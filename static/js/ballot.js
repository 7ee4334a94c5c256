/**
 * Picks a project without leaving the page: the same form is posted, and the parts of the answer take the place of the old ones.
 *
 * <form data-pick="p03"> stands inside the card with the id p03; the foot of the ballot carries data-picker.
 * Whatever goes wrong, the form is sent as it would be without script.
 */
const FOOT = ["[data-picker] .btn", "[data-picker] .bar"];

function replace(page, selector) {
  const fresh = page.querySelector(selector);
  const old = document.querySelector(selector);
  if (old && fresh) old.replaceWith(fresh);
}

/** What is left is said in the same place, so that it is read aloud. */
function say(page) {
  const fresh = page.querySelector("[data-picker] [role=status]");
  const old = document.querySelector("[data-picker] [role=status]");
  if (old && fresh) old.replaceChildren(...fresh.childNodes);
}

async function send(form) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" });
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const code = form.dataset.pick;
  if (!page.getElementById(code)) throw new Error("another page");
  for (const card of document.querySelectorAll(".card-p[id]")) replace(page, `#${CSS.escape(card.id)}`);
  for (const part of FOOT) replace(page, part);
  say(page);
  document.querySelector(`form[data-pick="${CSS.escape(code)}"] button`)?.focus({ preventScroll: true });
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-pick]");
  if (!form || !form.closest(".card-p[id]")) return;
  event.preventDefault();
  send(form).catch(() => form.submit());
});
