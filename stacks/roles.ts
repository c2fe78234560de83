import { databaseRoles, roleName } from "@myclothes/core/roles";
import { stage } from "./stage.ts";

type Role = (typeof databaseRoles)[number];

const titleOf = (role: Role) => role.replace(/^./, (first) => first.toUpperCase());
const ofEach = <T>(make: (role: Role) => T) =>
  Object.fromEntries(databaseRoles.map((role) => [role, make(role)])) as Record<Role, T>;

/** A secret for each role of the database. Whoever may read it can do in the database what the role may do. */
export const roleSecrets = ofEach(
  (role) =>
    new aws.secretsmanager.Secret(`Database${titleOf(role)}`, {
      description: `${$app.name} ${$app.stage}: the login of ${roleName(role)}. A deploy sets its password.`,
      recoveryWindowInDays: stage.permanent ? 30 : 0,
    }),
);

/** What the secrets hold, in the form that the Data API reads. Migrate gives the roles these passwords. */
export const logins = ofEach((role) => {
  const { result: password } = new random.RandomPassword(`Database${titleOf(role)}Password`, {
    length: 40,
    special: false,
    keepers: { number: String(stage.databasePasswords) },
  });
  return new aws.secretsmanager.SecretVersion(`Database${titleOf(role)}Login`, {
    secretId: roleSecrets[role].id,
    secretString: $jsonStringify({ username: roleName(role), password }),
  });
});
