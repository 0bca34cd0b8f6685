// Who a browser of a test belongs to, by way of the local identity provider.

/** The cookies of a browser that the provider knows and in which somebody is signed in with this token. */
export function cookiesOf(token: string): { name: string; value: string }[] {
  return [
    { name: '__session', value: token },
    { name: '__client_uat', value: '1' },
    { name: '__clerk_db_jwt', value: 'dvb_of_a_test' },
  ];
}
