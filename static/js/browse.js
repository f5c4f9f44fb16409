// Filters answer at once where scripts run: a change sends the form. Without this, its button does.
for (const form of document.querySelectorAll(".filters__form")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("input[type=checkbox], select")) form.requestSubmit();
  });
  // Fields that say nothing stay out of the address.
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}
