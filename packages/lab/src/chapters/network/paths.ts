/** A way from one tier to another. */
export interface Path {
  from: string;
  to: string;
  /** The shop needs it. All other paths must be closed. */
  isRequired: boolean;
}

export interface Tried extends Path {
  isOpen: boolean;
  /** Why it is open or closed, where that is read and not tried. */
  why?: string;
}

export const TIERS = ["client", "web", "store"] as const;
export type Tier = (typeof TIERS)[number];

/** What each tier offers: its service, and a port for its administrators. */
export const PORTS: Record<Tier, number[]> = { client: [443, 22], web: [443, 22], store: [5432, 22] };

const REQUIRED = ["client web:443", "web store:5432"];

/** Every path between two tiers. Two of them are required. */
export const paths = (): (Path & { from: Tier; tier: Tier; port: number })[] =>
  TIERS.flatMap((from) =>
    TIERS.filter((tier) => tier !== from).flatMap((tier) =>
      PORTS[tier].map((port) => {
        const to = `${tier}:${port}`;
        return { from, tier, port, to, isRequired: REQUIRED.includes(`${from} ${to}`) };
      }),
    ),
  );

export const isOpenButForbidden = ({ isOpen, isRequired }: Tried): boolean => isOpen && !isRequired;
export const isClosedButRequired = ({ isOpen, isRequired }: Tried): boolean => !isOpen && isRequired;
