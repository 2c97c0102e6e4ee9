LOCAL_SETUP = "Modules/Setup.local"

WASI_SDK_VERSION = 25

def main():
    default_host_triple = "wasm32-wasip2"
    subcommand.add_argument("--host-triple", action="store", default="wasm32-wasi",
                            help="The target triple")
