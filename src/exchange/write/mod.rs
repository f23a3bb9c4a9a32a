//! One small module for each format: from a document to text.
