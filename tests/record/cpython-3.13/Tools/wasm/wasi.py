def main():
    default_host_triple = "wasm32-wasi"
