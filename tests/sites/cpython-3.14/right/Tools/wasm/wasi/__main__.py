LOCAL_SETUP = "Modules/Setup.local"

WASI_SDK_VERSION = 24

def main():
    default_host_triple = "wasm32-wasip1"
    subcommand.add_argument("--host-triple", action="store", default="wasm32-wasip1",
                            help="The target triple")
