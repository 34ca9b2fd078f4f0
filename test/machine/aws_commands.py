"""Holds commands of the AWS command line against the models of the AWS APIs that botocore has.

Reads a JSON list of command lines; writes a JSON list with, for each, the fault or null. Checked: the service, the operation, each
option, required options, values of closed lists, and that JSON payloads parse. Known of the command line itself: its global
options, `logs tail` and `s3 cp`, which are no operations of an API.
"""

import json
import shlex
import sys

import botocore.session
from botocore import xform_name

of_the_command_line = {"--cli-binary-format", "--region", "--profile", "--output", "--query", "--endpoint-url"}
no_operations = {("logs", "tail"): {"--since", "--follow", "--filter-pattern"}, ("s3", "cp"): {"--recursive"}}
session = botocore.session.get_session()


def fault_of(line):
    words = shlex.split(line)
    if words[0] != "aws" or len(words) < 3:
        return f"found {line}, expected aws SERVICE OPERATION"
    service, operation, rest = words[1], words[2], words[3:]
    options = {rest[i]: rest[i + 1] if i + 1 < len(rest) else "" for i in range(len(rest)) if rest[i].startswith("--")}
    if (service, operation) in no_operations:
        strange = set(options) - no_operations[service, operation] - of_the_command_line
        return f"found the options {sorted(strange)}" if strange else None
    if service == "s3api":
        service = "s3"
    if service not in session.get_available_services():
        return f"found the service {service}"
    model = session.get_service_model(service)
    operations = {xform_name(name, "-"): name for name in model.operation_names}
    if operation not in operations:
        return f"found the operation {operation} of {service}"
    shape = model.operation_model(operations[operation]).input_shape
    members = {f"--{xform_name(name, '-')}": member for name, member in shape.members.items()}
    for name, value in options.items():
        if name in of_the_command_line:
            continue
        if name not in members:
            return f"found the option {name} of {service} {operation}, expected one of {sorted(members)}"
        allowed = getattr(members[name], "enum", [])
        if allowed and value not in allowed:
            return f"found {name} {value}, expected one of {allowed}"
        if name == "--payload":
            json.loads(value)
    missing = [f"--{xform_name(name, '-')}" for name in shape.required_members if f"--{xform_name(name, '-')}" not in options]
    return f"found no {missing} of {service} {operation}" if missing else None


print(json.dumps([fault_of(line) for line in json.load(sys.stdin)]))
