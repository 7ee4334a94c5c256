/**
 * Sends a form to the server as a draft a few seconds after the last change.
 *
 * <form data-autosave-url="/my/drafts/7" data-autosave-failed="…"> … <p role="status" data-autosave-status></p>
 * The server answers JSON {"message": "已替您存好"} and, for a new draft, {"url": address to save to from now on}.
 * Files and passwords are never sent. Without script the form's own button stores everything.
 */
const PAUSE = 3000;

function fields(form) {
  const data = new FormData(form);
  for (const input of form.querySelectorAll("input[type=file], input[type=password]")) data.delete(input.name);
  return data;
}

async function save(form, say) {
  try {
    const answer = await fetch(form.dataset.autosaveUrl, {
      method: "POST",
      body: fields(form),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      redirect: "error",
    });
    if (!answer.headers.get("Content-Type")?.includes("json")) throw new Error(answer.statusText);
    const said = await answer.json();
    if (said.url) form.dataset.autosaveUrl = said.url;
    say(said.message);
  } catch {
    say(form.dataset.autosaveFailed ?? "");
  }
}

function watch(form) {
  const line = form.querySelector("[data-autosave-status]");
  let timer;
  let running = Promise.resolve();
  const say = (words) => {
    if (line && words && line.textContent !== words) line.textContent = words;
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(() => save(form, say));
    }, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}

for (const form of document.querySelectorAll("form[data-autosave-url]")) watch(form);
