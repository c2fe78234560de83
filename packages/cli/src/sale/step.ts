/** One thing that a sale needs. */
export interface Step {
  title: string;
  from: string;
  to: string;
  /** What it costs, or what a person has to do. */
  note: string;
  /** Makes the change. Undefined: there is nothing that this command could change. */
  apply?: () => Promise<unknown>;
  /** A person must act before the sale. */
  isOpen?: boolean;
}
