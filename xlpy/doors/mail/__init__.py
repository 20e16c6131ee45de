"""Mail servers, and the passwords for them."""
