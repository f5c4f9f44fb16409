// Moves a list of titles on, piece by piece, as long as its page is open; without it the button does the same.
"use strict";

(() => {
  const form = document.querySelector("form[data-moving]");
  if (!form) return;
  const bar = form.querySelector("progress");
  const told = form.querySelector("[data-told]");
  const button = form.querySelector("button");

  const goOn = async () => {
    const headers = { Accept: "application/json" };
    const response = await fetch(form.action, { method: "POST", body: new FormData(form), headers });
    const answer = await response.json();
    told.textContent = answer.told;
    if (!response.ok) return stop();
    bar.value = answer.done;
    if (answer.wait) await new Promise((done) => setTimeout(done, answer.wait));
    if (answer.done < answer.total) return goOn();
    location.reload();
  };
  const stop = () => {
    button.hidden = false;
  };

  button.hidden = true;
  goOn().catch(() => {
    told.textContent = "The server did not answer. What is answered so far is kept.";
    stop();
  });
})();
