/** What tasks need and nodes have: start with {@link dev.sampo.resource.Resources}. */
package dev.sampo.resource;
