//! In the place of the address of the peer, which no method asks for.
