// Asks the endpoint of AWS_ENDPOINT_URL_RDS_DATA for the coats of schema.sql. Fails if there is not one red coat.
import { ExecuteStatementCommand, RDSDataClient } from "@aws-sdk/client-rds-data";

const resourceArn = "arn:aws:rds:eu-central-1:000000000000:cluster:local";
const secretArn = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:local";
const command = new ExecuteStatementCommand({ resourceArn, secretArn, sql: "select color from coat" });
const { records } = await new RDSDataClient().send(command);
const colors = records?.map(([color]) => color?.stringValue).join();
if (colors !== "red") throw new Error(`the coats are ${colors}`);
