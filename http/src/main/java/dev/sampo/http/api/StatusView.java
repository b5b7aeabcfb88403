package dev.sampo.http.api;

/** Where a job stands after it was told something. */
public record StatusView(String job, String status) {}
