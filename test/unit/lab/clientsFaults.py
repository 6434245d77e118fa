"""Calls labs with faults through boto3 and prints what it makes of each, for clientsFaults.test.ts."""
import json
import os
import sys
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, ReadTimeoutError


def client(service, lab, attempts=1, **config):
    keys = {"aws_access_key_id": lab["accessKeyId"], "aws_secret_access_key": lab["secretAccessKey"]}
    retries = {"total_max_attempts": attempts, "mode": "standard"}
    config = Config(retries=retries, **config)
    return boto3.client(service, region_name="us-east-1", endpoint_url=lab["endpoint"], config=config, **keys)


def refusal(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]]
    except ReadTimeoutError:
        return ["timeout", 0]
    return ["nothing", 0]


found = {}
for name, lab in json.loads(os.environ["LABS"]).items():
    lam = client("lambda", lab)
    if name == "retried":
        attempts = [
            client("lambda", lab, 10).list_functions()["ResponseMetadata"]["RetryAttempts"] for _ in range(10)
        ]
        found[name] = sum(attempts) > 0
    elif name == "death":
        answer = lam.invoke(FunctionName="f")
        found[name] = [answer["FunctionError"], json.load(answer["Payload"])["errorType"]]
    elif name == "update":
        lam.update_function_configuration(FunctionName="f", MemorySize=256)
        during = lam.get_function_configuration(FunctionName="f")["LastUpdateStatus"]
        while lam.get_function_configuration(FunctionName="f")["LastUpdateStatus"] == "InProgress":
            time.sleep(0.05)
        after = lam.get_function_configuration(FunctionName="f")
        found[name] = [during, after["LastUpdateStatus"], "LastUpdateStatusReason" in after]
    elif name == "latency":
        found[name] = refusal(client("lambda", lab, read_timeout=0.2).list_functions)
    else:
        found[name] = [refusal(lam.list_functions), refusal(client("logs", lab).describe_log_groups)]
json.dump(found, sys.stdout)
