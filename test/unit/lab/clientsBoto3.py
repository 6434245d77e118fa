"""Drives the lab through boto3 and prints what it answered, for clientsBoto3.test.ts."""
import base64
import io
import json
import os
import sys
import time
import zipfile

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ["LAB_ENDPOINT"]
CONFIG = Config(retries={"total_max_attempts": 1})
QUICK = {"Delay": 0.05, "MaxAttempts": 100}
lam = boto3.client("lambda", endpoint_url=ENDPOINT, config=CONFIG)
logs = boto3.client("logs", endpoint_url=ENDPOINT, config=CONFIG)
found = {}


def zipped(text):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("index.js", text)
    return data.getvalue()


def create(name, text="exports.handler = async () => 1", **more):
    settings = {"Runtime": "nodejs24.x", "Role": "arn:aws:iam::000000000000:role/lab", "Handler": "index.handler"}
    return lam.create_function(FunctionName=name, Code={"ZipFile": zipped(text)}, **settings, **more)


def active(name):
    lam.get_waiter("function_active_v2").wait(FunctionName=name, WaiterConfig=QUICK)


def settle(name):
    lam.get_waiter("function_updated_v2").wait(FunctionName=name, WaiterConfig=QUICK)


def refusal(call, **arguments):
    """The name of the exception, which must be a class of the client's own where its service has one."""
    try:
        call(**arguments)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        known = getattr(lam.exceptions, code, ClientError)
        return (code, error.response) if isinstance(error, known) else ("no " + code, error.response)
    return "nothing", {}


CODE = """exports.handler = async event => {
  console.log('called')
  if (event.fail) throw new TypeError(event.fail)
  return { ...event, memory: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE }
}"""
made = create("orders", CODE, MemorySize=512, Publish=False)
active("orders")
state = lam.get_function(FunctionName="orders")["Configuration"]["State"]
found["created"] = [made["State"], made["Runtime"], made["MemorySize"], state]

answer = lam.invoke(FunctionName="orders", Payload=json.dumps({"echo": [1, "ä"]}), LogType="Tail")
tail = base64.b64decode(answer["LogResult"]).decode()
payload = json.load(answer["Payload"])
found["answered"] = [answer["StatusCode"], payload, answer["ExecutedVersion"], "REPORT RequestId: " in tail]
answer = lam.invoke(FunctionName="orders", Payload=b'{"fail":"so"}')
found["failed"] = [answer["FunctionError"], json.load(answer["Payload"])["errorType"]]
kinds = ["DryRun", "Event"]
found["others"] = [lam.invoke(FunctionName="orders", InvocationType=kind, Payload=b"{}")["StatusCode"] for kind in kinds]

updated = lam.update_function_configuration(FunctionName="orders", MemorySize=1024)
conflict, _ = refusal(lam.update_function_configuration, FunctionName="orders", MemorySize=128)
settle("orders")
status = lam.get_function_configuration(FunctionName="orders")["LastUpdateStatus"]
found["updated"] = [updated["LastUpdateStatus"], updated["MemorySize"], conflict, status]
stale = {"FunctionName": "orders", "MemorySize": 128, "RevisionId": "0" * 36}
found["revision"] = refusal(lam.update_function_configuration, **stale)[0]

first = lam.publish_version(FunctionName="orders")["Version"]
again = lam.publish_version(FunctionName="orders")["Version"]
lam.update_function_code(FunctionName="orders", ZipFile=zipped(CODE + "\n"))
settle("orders")
second = lam.publish_version(FunctionName="orders", Description="newer")["Version"]
pages = lam.get_paginator("list_versions_by_function").paginate(FunctionName="orders")
found["versions"] = [first, again, second, [version["Version"] for page in pages for version in page["Versions"]]]

before = lam.create_alias(FunctionName="orders", Name="live", FunctionVersion="1")["FunctionVersion"]
after = lam.update_alias(FunctionName="orders", Name="live", FunctionVersion="2")["FunctionVersion"]
answer = json.load(lam.invoke(FunctionName="orders", Qualifier="live", Payload=b"{}")["Payload"])
used, _ = refusal(lam.delete_function, FunctionName="orders", Qualifier="2")
found["aliases"] = [before, after, answer, used]

target = {"FunctionName": "orders", "Qualifier": "live"}
lam.put_provisioned_concurrency_config(ProvisionedConcurrentExecutions=1, **target)
for _ in range(100):
    config = lam.get_provisioned_concurrency_config(**target)
    if config["Status"] != "IN_PROGRESS":
        break
    time.sleep(0.05)
lam.delete_provisioned_concurrency_config(**target)
gone, _ = refusal(lam.get_provisioned_concurrency_config, **target)
found["provisioned"] = [config["Status"], config["AvailableProvisionedConcurrentExecutions"], gone]
lam.delete_alias(FunctionName="orders", Name="live")

reserved = lam.put_function_concurrency(FunctionName="orders", ReservedConcurrentExecutions=0)
busy, response = refusal(lam.invoke, FunctionName="orders")
found["reserved"] = [reserved["ReservedConcurrentExecutions"], busy, response["Reason"]]
lam.delete_function_concurrency(FunctionName="orders")

for number in range(59):
    create("many%d" % number)
names = lambda size: [
    function["FunctionName"]
    for page in lam.get_paginator("list_functions").paginate(PaginationConfig={"PageSize": size})
    for function in page["Functions"]
]
found["pages"] = [len(set(names(7))), len(names(50))]

code, response = refusal(lam.get_function, FunctionName="absent")
found["absent"] = [code, response["ResponseMetadata"]["HTTPStatusCode"]]
found["invalid"] = [
    refusal(lam.update_function_configuration, FunctionName="orders", MemorySize=999_999)[0],
    refusal(lam.invoke, FunctionName="orders", Payload=b"{")[0],
    refusal(lam.invoke, FunctionName="orders", Payload=b'"' + b"x" * 6_291_456 + b'"')[0],
]
key, secret = os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]
strangers = [("AKIDEXAMPLE", secret), (key, "forged")]
found["forged"] = [
    refusal(boto3.client("lambda", "us-east-1", None, True, None, ENDPOINT, *pair, config=CONFIG).list_functions)[0]
    for pair in strangers
]

group = "/aws/lambda/orders"
groups = logs.describe_log_groups(logGroupNamePrefix="/aws/lambda/")["logGroups"]
streams = logs.describe_log_streams(logGroupName=group, orderBy="LastEventTime", descending=True)["logStreams"]
reports = [
    event["message"]
    for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group, filterPattern="REPORT")
    for event in page["events"]
]
stream = streams[0]["logStreamName"]
page = logs.get_log_events(logGroupName=group, logStreamName=stream, startFromHead=True)
same = logs.get_log_events(logGroupName=group, logStreamName=stream, nextToken=page["nextForwardToken"])
found["logs"] = [
    group in [each["logGroupName"] for each in groups],
    len(reports) >= 4,
    len(page["events"]) > 0,
    same["events"] == [] and same["nextForwardToken"] == page["nextForwardToken"],
]

query = {"logGroupName": group, "startTime": 0, "endTime": int(time.time()) + 60}
text = 'filter @type = "REPORT" | stats count(*) as calls by bin(1h)'
started = logs.start_query(queryString=text, **query)["queryId"]
while logs.get_query_results(queryId=started)["status"] == "Running":
    time.sleep(0.05)
result = logs.get_query_results(queryId=started)
counts = [cell["value"] for row in result["results"] for cell in row if cell["field"] == "calls"]
try:
    logs.start_query(queryString="explode @message", **query)
except logs.exceptions.MalformedQueryException as error:
    malformed = error.response["Error"]["Code"]
found["insights"] = [result["status"], sum(map(int, counts)) == len(reports), malformed]

create("traced", "exports.handler = async () => process.env._X_AMZN_TRACE_ID", TracingConfig={"Mode": "Active"})
active("traced")
trace = json.load(lam.invoke(FunctionName="traced")["Payload"])
mode = lam.get_function_configuration(FunctionName="traced")["TracingConfig"]["Mode"]
found["tracing"] = [trace.endswith(";Sampled=1"), mode]

lam.delete_function(FunctionName="orders")
found["deleted"] = refusal(lam.get_function, FunctionName="orders")[0]
json.dump(found, sys.stdout)
