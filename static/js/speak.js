/** Reads a part of the page aloud (念一遍). The button stays hidden unless the device has a Chinese voice. */
const synthesis = window.speechSynthesis;

/** The voice that fits the language of the page, undefined when the device has none. */
function voice() {
  const language = document.documentElement.lang.slice(0, 2);
  return synthesis.getVoices().find((each) => each.lang.toLowerCase().startsWith(language));
}

function show() {
  const found = Boolean(voice());
  for (const button of document.querySelectorAll("[data-speak]")) button.hidden = !found;
}

function speak(button) {
  const target = document.getElementById(button.dataset.speak);
  if (!target) return;
  const wasSpeaking = synthesis.speaking;
  synthesis.cancel();
  if (wasSpeaking) return;
  const words = new SpeechSynthesisUtterance(target.innerText);
  words.voice = voice();
  words.lang = words.voice.lang;
  words.rate = 0.85;
  synthesis.speak(words);
}

if (synthesis) {
  show();
  synthesis.addEventListener("voiceschanged", show);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-speak]");
    if (button) speak(button);
  });
  window.addEventListener("pagehide", () => synthesis.cancel());
}
