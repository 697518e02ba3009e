import { expect, test } from 'vitest'
import { isSignInPage } from '../../../../main/services/window/sign-in-page.ts'

test.each([
  'https://company.awsapps.com/start/#/device?user_code=ABCD-EFGH',
  'https://device.sso.eu-west-1.amazonaws.com/?user_code=ABCD-EFGH',
  'https://device.sso.cn-north-1.amazonaws.com.cn/',
  'https://start.home.awsapps.cn/directory/d-1',
  'https://ssoins-1.portal.eu-west-1.app.aws/',
  'https://eu-west-1.signin.aws.amazon.com/',
])('%s is a page to log in on', (url) => {
  expect(isSignInPage(url)).toBe(true)
})

test.each([
  'http://company.awsapps.com/start',
  'https://awsapps.com.evil.test/',
  'https://evilawsapps.com/',
  'https://evil-bucket.s3.amazonaws.com/login.html',
  'https://device.sso.eu-west-1.amazonaws.com.evil.test/',
  'https://abc.execute-api.eu-west-1.amazonaws.com/',
  'https://x.app.aws/',
  'https://company.awsapps.com@evil.test/',
  'https://ada:secret@company.awsapps.com/',
  'https://company.awsapps.com:8443/',
  'file:///etc/passwd',
  'javascript:alert(1)//awsapps.com',
  'https://evil.test/?awsapps.com',
  'awsapps.com',
  '',
])('%s is none', (url) => {
  expect(isSignInPage(url)).toBe(false)
})
