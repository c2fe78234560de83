import type { InputHTMLAttributes } from "preact";
import { useId } from "preact/hooks";

type Props = Omit<InputHTMLAttributes, "onInput" | "role" | "type"> & {
  error: string | undefined;
  onInput: (value: string) => void;
};

/** A field with its error below it, which screen readers read with the field. */
export function CheckedInput({ error, onInput, ...attributes }: Props) {
  const id = useId();
  return (
    <>
      <input
        {...attributes}
        {...(error && { "aria-invalid": "true", "aria-describedby": id })}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
      {error && (
        <p class="error" id={id}>
          {error}
        </p>
      )}
    </>
  );
}
