class UnixCrossBuild(UnixBuild):
    host = None


class Wasm32WasiCrossBuild(UnixCrossBuild):
    compile_environ = {
        "WASI_SDK_PATH": "/opt/wasi-sdk-21.0",
        "CC": "/opt/wasi-sdk-21.0/bin/clang", "CXX": "/opt/wasi-sdk-21.0/bin/clang++",
    }
    host = "wasm32-unknown-wasi"


class IOSBuild(BaseBuild):
    host = "arm64-apple-ios-simulator"
