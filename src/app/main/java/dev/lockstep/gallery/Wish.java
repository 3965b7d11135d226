package dev.lockstep.gallery;

/** What somebody wants to see, and how. The words for style, aspect ratio and model are the {@link Catalog}'s. */
public record Wish(String prompt, String style, String aspectRatio, String model) {}
