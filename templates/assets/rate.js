// A rating: the reasons are shown beside 不满意 only, and what is not shown is not sent.
for (const part of document.querySelectorAll("[data-when]")) {
  const grades = [...document.getElementsByName(part.dataset.when)];
  const show = () => {
    const wanted = grades.some((grade) => grade.checked && grade.value === part.dataset.is);
    part.hidden = !wanted;
    part.disabled = !wanted;
  };
  for (const grade of grades) grade.addEventListener("change", show);
  // The browser may fill the form in again when one comes back.
  addEventListener("pageshow", show);
  show();
}
