import { defineConfig } from "drizzle-kit";

const url = process.env.DATABASE_URL;
export default defineConfig({
  dialect: "postgresql",
  schema: "./schema.js",
  out: "./migrations",
  ...(url
    ? { dbCredentials: { url } }
    : {
        driver: "aws-data-api",
        dbCredentials: {
          database: "shop",
          resourceArn: "arn:aws:rds:eu-central-1:000000000000:cluster:local",
          secretArn: "arn:aws:secretsmanager:eu-central-1:000000000000:secret:local",
        },
      }),
});
