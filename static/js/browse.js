// Filters answer at once where scripts run: a change sends the form. Without this, its button does.
for (const form of document.querySelectorAll(".filters__form")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("input[type=checkbox], select:not([name=currency])")) form.requestSubmit();
  });
  // What says nothing stays out of the address.
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
    if (formData.get("sort") === "title") formData.delete("sort");
    const pays = formData.has("pay_min") || formData.has("pay_max") || formData.get("sort") === "pay";
    if (!pays) formData.delete("currency");
  });
}
