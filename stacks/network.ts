/**
 * A network for the database alone. Nothing goes in or out of it: the functions reach the database through the Data API, which
 * IAM guards, so that they need no network of their own.
 */
const vpc = new aws.ec2.Vpc("Vpc", { cidrBlock: "10.0.0.0/16" });

const zones = aws.getAvailabilityZonesOutput({
  state: "available",
  filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
}).names;

/** One in each of three zones: Aurora keeps its six copies there, and a replica in another zone than the writer. */
export const subnets = [0, 1, 2].map(
  (i) =>
    new aws.ec2.Subnet(`Subnet${i + 1}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${i}.0/24`,
      availabilityZone: zones[i],
    }),
);

export const closed = new aws.ec2.SecurityGroup("Closed", {
  vpcId: vpc.id,
  description: "Lets nothing in and nothing out",
  ingress: [],
  egress: [],
});

// The group that AWS makes with every network lets its members talk to each other.
new aws.ec2.DefaultSecurityGroup("DefaultGroup", { vpcId: vpc.id, ingress: [], egress: [] });
