// Shows how far an errand is, and its page anew when it is at its end. Without this file a link does it.
"use strict";

(() => {
  const box = document.querySelector("[data-errand]");
  if (!box) return;
  const bar = box.querySelector("progress");
  const told = box.querySelector("[data-told]");
  const stage = box.dataset.stage;

  const look = async () => {
    const response = await fetch(box.dataset.errand, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(response.status);
    const answer = await response.json();
    if (!answer.under_way || answer.stage !== stage) return location.reload();
    if (answer.told) told.textContent = answer.told;
    if (answer.total) {
      bar.max = answer.total;
      bar.value = answer.done;
    }
    again(2_000);
  };
  // A server that does not answer is asked again, ever more seldom.
  let pause = 2_000;
  const again = (after) => setTimeout(() => look().catch(() => again((pause = Math.min(pause * 2, 60_000)))), after);

  again(pause);
})();
