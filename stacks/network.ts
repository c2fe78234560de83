/**
 * A closed network, for the database only. The functions reach the database through the Data API, which IAM protects, so
 * they need no network of their own.
 */
const vpc = new aws.ec2.Vpc("Vpc", { cidrBlock: "10.0.0.0/16" });

const zones = aws.getAvailabilityZonesOutput({
  state: "available",
  filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
}).names;

/**
 * One in each of three zones: Aurora stores its six copies there, and a replica runs in another zone than the writer. A subnet stays in
 * its zone. Otherwise a deploy during the loss of a zone would replace subnets that the database uses.
 */
export const subnets = [0, 1, 2].map(
  (i) =>
    new aws.ec2.Subnet(
      `Subnet${i + 1}`,
      { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24`, availabilityZone: zones[i] },
      { ignoreChanges: ["availabilityZone"] },
    ),
);

export const closed = new aws.ec2.SecurityGroup("Closed", {
  vpcId: vpc.id,
  description: "Lets nothing in and nothing out",
  ingress: [],
  egress: [],
});

// AWS creates a default group with every network. Its members may talk to each other unless its rules are removed.
new aws.ec2.DefaultSecurityGroup("DefaultGroup", { vpcId: vpc.id, ingress: [], egress: [] });
