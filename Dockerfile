# Casebook that keeps running without AWS. This recipe was not built where it was written: no container engine was at hand.
# From a workspace (casebook init): docker build -f node_modules/@casebook-metrics/casebook/Dockerfile -t casebook .
#   docker run --read-only --tmpfs /tmp --volume casebook:/data --volume "$PWD:/workspace:ro" --env-file .env casebook
FROM node:24-slim

# the version that the workspace's package.json states, with DuckDB for this platform
WORKDIR /app
COPY package.json package-lock.json* ./
RUN npm install --omit=dev --ignore-scripts --no-audit --no-fund && npm cache clean --force && mkdir /data && chown node:node /data

USER node
ENV NODE_COMPILE_CACHE=/tmp/node-compile-cache
VOLUME /data
WORKDIR /workspace
HEALTHCHECK --interval=60s CMD ["node", "-e", "fetch('http://127.0.0.1:8790/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/app/node_modules/.bin/casebook"]
CMD ["serve", "--data", "/data/casebook", "--out", "/data/out"]
