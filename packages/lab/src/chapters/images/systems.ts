export interface System {
  key: "disk" | "shared" | "bucket";
  name: string;
  what: string;
}

export const systems: System[] = [
  {
    key: "disk",
    name: "each instance's disk",
    what: "an instance stores an upload on its own disk, which ends with it",
  },
  { key: "shared", name: "shared storage", what: "all instances mount one folder, as with EFS" },
  {
    key: "bucket",
    name: "object store and edge",
    what: "instances put uploads into S3; readers get them from the edge, which keeps what it has found",
  },
];
