"""Runs a Python function behind the Runtime API. Python 3.9 or newer, standard library only."""
import http.client
import importlib
import json
import logging
import os
import resource
import socket
import sys
import time
import traceback

IS_JSON = os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"
# The names that the two scales do not share.
LEVELS = {"TRACE": "DEBUG", "WARN": "WARNING", "FATAL": "CRITICAL"}
CONNECTION = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
if "_LAB_CONNECTION" in os.environ:
    CONNECTION.sock = socket.socket(fileno=int(os.environ.pop("_LAB_CONNECTION")))
    CONNECTION.sock.set_inheritable(False)
current_id = None


class RuntimeFailure(Exception):
    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


class Context:
    def __init__(self, headers):
        self._deadline_ms = int(headers["Lambda-Runtime-Deadline-Ms"])
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.client_context = json.loads(headers["Lambda-Runtime-Client-Context"] or "null")
        self.identity = None

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))


class LogHandler(logging.Handler):
    def emit(self, record):
        if IS_JSON:
            sys.stdout.write(json.dumps(self.entry(record), default=str) + "\n")
            return
        message = self.format(record).replace("\n", "\r")
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        sys.stdout.write(f"[{record.levelname}]\t{stamp}.{int(record.msecs):03d}Z\t{current_id or ''}\t{message}\n")

    def entry(self, record):
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        entry = {"timestamp": stamp, "level": record.levelname, "message": record.getMessage(), "logger": record.name}
        if record.exc_info:
            entry["errorType"] = record.exc_info[0].__name__
            entry["errorMessage"] = str(record.exc_info[1])
            entry["stackTrace"] = traceback.format_exception(*record.exc_info)
        return {**entry, "requestId": current_id}


def send(method, path, body=None, headers=None):
    """When the connection breaks the lab is gone, and so is this process."""
    try:
        CONNECTION.request(method, "/2018-06-01/runtime/" + path, body, headers or {})
        answer = CONNECTION.getresponse()
        return answer.headers, answer.read()
    except (OSError, http.client.HTTPException):
        os._exit(1)


def finish(path, body, error_type=None):
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    headers = {}
    if sys.platform != "linux":
        headers["Lambda-Lab-Peak-Kb"] = str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    if error_type:
        headers["Lambda-Runtime-Function-Error-Type"] = error_type
    send("POST", path, body.encode(), headers)


def fail(path, error):
    is_ours = isinstance(error, RuntimeFailure)
    kind = error.kind if is_ours else type(error).__name__
    frames = [] if is_ours else traceback.extract_tb(error.__traceback__)
    trace = traceback.format_list(frame for frame in frames if frame.filename != __file__)
    body = {"errorMessage": str(error), "errorType": kind, "requestId": current_id or "", "stackTrace": trace}
    if IS_JSON:
        entry = {"level": "ERROR", "message": str(error), "errorType": kind, "requestId": current_id, "stackTrace": trace}
        sys.stdout.write(json.dumps(entry) + "\n")
    else:
        sys.stdout.write(f"[ERROR] {kind}: {error}\r" + "".join(trace).replace("\n", "\r") + "\n")
    finish(path, json.dumps(body), kind)


def load(text):
    try:
        module_name, function_name = text.rsplit(".", 1)
    except ValueError as error:
        raise RuntimeFailure("Runtime.MalformedHandlerName", f"Bad handler '{text}'") from error
    module_name = module_name.replace("/", ".")
    try:
        module = importlib.import_module(module_name)
    except ImportError as error:
        message = f"Unable to import module '{module_name}': {error}"
        raise RuntimeFailure("Runtime.ImportModuleError", message) from error
    except SyntaxError as error:
        message = f"Syntax error in module '{module_name}': {error}"
        raise RuntimeFailure("Runtime.UserCodeSyntaxError", message) from error
    handler = getattr(module, function_name, None)
    if not callable(handler):
        raise RuntimeFailure("Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")
    return handler


def marshal(result):
    try:
        return json.dumps(result)
    except Exception as error:
        raise RuntimeFailure("Runtime.MarshalError", f"Unable to marshal response: {error}") from error


def main():
    global current_id
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    logging.getLogger().addHandler(LogHandler())
    if IS_JSON:
        level = os.environ["AWS_LAMBDA_LOG_LEVEL"]
        logging.getLogger().setLevel(LEVELS.get(level, level))
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as error:
        fail("init/error", error)
        sys.exit(1)
    while True:
        headers, body = send("GET", "invocation/next")
        current_id = headers["Lambda-Runtime-Aws-Request-Id"]
        os.environ["_X_AMZN_TRACE_ID"] = headers["Lambda-Runtime-Trace-Id"]
        try:
            result = handler(json.loads(body), Context(headers))
            answer = marshal(result)
        except Exception as error:
            fail(f"invocation/{current_id}/error", error)
        else:
            finish(f"invocation/{current_id}/response", answer)
        current_id = None


main()
