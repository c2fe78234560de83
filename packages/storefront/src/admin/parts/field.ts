/** Moves the focus to the first field with an error, after the page has shown it. */
export const focusError = (form: HTMLElement | null | undefined): void => {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
};
