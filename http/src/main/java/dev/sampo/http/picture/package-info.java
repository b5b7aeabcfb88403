/**
 * Jobs as people look at them: each one that is looked at is followed by its events, and every drawing and table is made from what they
 * add up to here, so that a scheduler is asked the same few questions whoever looks on. Start with {@link dev.sampo.http.picture.Pictures}.
 */
package dev.sampo.http.picture;
