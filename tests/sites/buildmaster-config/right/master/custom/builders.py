STABLE_BUILDERS_TIER_1 = [
    ("AMD64 Debian root", "worker-1", UnixBuild),
    ("ARM64 macOS", "worker-2", MacOSBuild),
    ("aarch64 Ubuntu", "worker-3", UnixBuild),
]

STABLE_BUILDERS_TIER_2 = [
    ("AMD64 Fedora Stable Clang", "worker-4", ClangUnixBuild),
    ("x86-64 macOS", "worker-5", UnixBuild),
    ("wasm32-wasi", "worker-6", WasiBuild),
]

STABLE_BUILDERS_NO_TIER = [
    ("AMD64 Alpine Linux", "worker-7", UnixBuild),
]

UNSTABLE_BUILDERS_TIER_3 = [
    ("riscv64 Ubuntu", "worker-9", UnixBuild),
    ("PPC64LE Fedora Stable", "worker-8", FedoraStableBuild),
    ("PPC64LE Fedora Rawhide Clang", "worker-8", ClangUnixBuild),
    ("s390x Fedora Stable Clang", "worker-9", ClangUnixBuild),
    ("s390x RHEL9 LTO", "worker-9", UnixBuild),
]
