#!/bin/bash
# One schema and one account for each service, made when the database's folder is new: the image sources this file.
# Passwords come from the environment; a missing one stops the start.
for service in intake catalogue fees seal certificates notify province-gateway bank-gateway sms-gateway console; do
  variable=$(echo "$service" | tr 'a-z-' 'A-Z_')_DATABASE_PASSWORD
  password=${!variable:?"$variable 缺少 missing"}
  case "$password" in *[!A-Za-z0-9_-]*) echo "$variable: 只能用字母、数字、_ 和 - · letters, digits, _ and - only" >&2; exit 1 ;; esac
  schema=hub_${service//-/_}
  # In GRANT the schema's name is a pattern: an unescaped underscore would match a neighbour's schema.
  docker_process_sql --database=mysql <<SQL
CREATE DATABASE IF NOT EXISTS \`$schema\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE USER IF NOT EXISTS '$service'@'%' IDENTIFIED BY '$password';
GRANT ALL PRIVILEGES ON \`${schema//_/\\\\_}\`.* TO '$service'@'%';
SQL
done
