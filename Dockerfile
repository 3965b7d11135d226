# syntax=docker/dockerfile:1
# Builds the jar, trains the AOT cache with a real start and real requests, and ships both on a JRE.
FROM node:22-slim AS node

FROM eclipse-temurin:25-jdk AS build
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /src
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY frontend frontend
COPY src src
RUN ./mvnw -B -ntp -DskipTests package
RUN java -Djarmode=tools -jar target/lockstep.jar extract --destination /app
WORKDIR /app
COPY src/app/main/docker/train.sh /train.sh
RUN sh /train.sh /app

FROM eclipse-temurin:25-jre
RUN useradd --system --create-home --uid 10001 lockstep && mkdir /data && chown lockstep /data
COPY --from=build /app /app
# The emulator runs functions in it.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
USER lockstep
WORKDIR /app
ENV LOCKSTEP_HOME=/data
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["java", "-XX:AOTCache=/app/lockstep.aot", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m", "--enable-native-access=ALL-UNNAMED", "-jar", "/app/lockstep.jar"]
