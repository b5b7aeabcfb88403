/** Bodies that other programs do, which come for them over HTTP; start with {@link dev.sampo.http.remote.LeaseOffice}. */
package dev.sampo.http.remote;
