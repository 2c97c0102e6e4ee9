#! /bin/bash -ex

WASI_SDK_VERSIONS=(
    # An older one for 3.11 & 3.12 has lines of its own.
    24  # 3.13 (w/ a link below), 3.14
    32  # 3.15
    40  # 3.15.0a1
    99  # 3.13-3.15
    98  # 3.13.1, 3.14.2
    24  # 3.13.1+, 3.14
    97  # all of them
    96  # 3.x
)
WASMTIME_VERSION="41.0.3"

if [ "${TARGETARCH}" = "amd64" ]; then
    URL=https://github.com/WebAssembly/wasi-sdk/releases/download/wasi-sdk-16/wasi-sdk-16.0-linux.tar.gz
fi

for VERSION in "${WASI_SDK_VERSIONS[@]}"; do
    URL=https://github.com/WebAssembly/wasi-sdk/releases/download/wasi-sdk-${VERSION}/wasi-sdk-${VERSION}.0-linux.tar.gz
done

ln -s ${WASI_SDK_ROOT}/wasi-sdk-25.0*/ /opt/wasi-sdk
