//! Makes cargo look at the folders that are embedded: a new file in them is a new binary.

fn main() {
    println!("cargo::rerun-if-changed=data");
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-changed=src/catalogue");
}
