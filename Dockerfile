# A node of AkkaCache. Build: docker build -t akkacache .
# Run:   docker run -p 6379:6379 -e AKKACACHE_SECURITY_REQUIREPASS=secret akkacache
# Without a password only clients inside the container are served (protected mode); AKKACACHE_SECURITY_PROTECTED_MODE=off opens it to whoever reaches the port.
# Flags follow the image's name, settings may also come as variables: see `docker run --rm akkacache reference`.

ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME=mcr.microsoft.com/dotnet/runtime:10.0

FROM ${SDK} AS build
WORKDIR /source

# Packages first: they change less often than code, so the layer is kept.
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/Engine/*.csproj src/Engine/
COPY src/Protocol/*.csproj src/Protocol/
COPY src/Commands/*.csproj src/Commands/
COPY src/Node/*.csproj src/Node/
COPY src/Daemon/*.csproj src/Daemon/
RUN dotnet restore src/Daemon

COPY hocon/ hocon/
COPY src/ src/
RUN dotnet publish src/Daemon --configuration Release --no-restore --output /akkacache

FROM ${RUNTIME}
COPY --from=build /akkacache /usr/lib/akkacache
RUN ln -s /usr/lib/akkacache/akkacached /usr/bin/akkacached

# The doors must be reachable from outside the container. In a cluster also give --host, the name that other nodes know it by.
ENV AKKACACHE_NODE_BIND=0.0.0.0 AKKACACHE_DOORS_HTTP_BIND=0.0.0.0
# The compiler gives its memory back at once instead of keeping up to 8 MB for a while; the runtime has no other place to say so.
ENV DOTNET_JitHostMaxSlabCache=0
EXPOSE 6379 4053 4054 8558

# Nobody with rights; the image's own user, whose number the base image tells.
USER $APP_UID
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s --retries=3 CMD ["akkacached", "health"]
ENTRYPOINT ["akkacached"]
