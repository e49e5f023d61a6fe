#!/bin/sh
# Runs inside LocalStack when it is ready. Makes nothing: the local stack makes its tables and
# buckets from infra/data.json when it starts.
echo "DynamoDB and S3 are ready on port 4566. Now: AWS_ENDPOINT_URL=http://127.0.0.1:4566 cargo run"
