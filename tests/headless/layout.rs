//! Layout: the same for the same request, no marks on each other, nothing moves that need not.
