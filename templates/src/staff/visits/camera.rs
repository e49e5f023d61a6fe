//! 现场拍照: the dialog in which a companion's photo is taken with the camera of the desk. `camera.js` opens it in place of
//! the page of one photo, and takes every word from here; without scripts, without a camera, or where the browser gives
//! none, that page is what there is.

use super::{PHOTO, TICKETS};
use crate::components::form::FormState;
use maud::{Markup, html};

/// The dialog; it opens for the row whose button was pressed.
pub(super) fn dialog(form: &FormState) -> Markup {
    html! {
        dialog.dialog.camera id="camera" aria-labelledby="camera-title"
            data-ticket-url=(TICKETS) data-draft=(form.value("visit")) data-csrf=(form.csrf) data-name=(PHOTO)
            data-photo-is="照片：" data-checking="已传，检查中" data-open="查看" data-refused="没有通过检查：" data-again="重拍" data-drop="去掉照片" {
            h2 id="camera-title" { "拍照：" span data-who {} }
            div.camera-picture {
                video playsinline muted aria-label="摄像头的画面" {}
                canvas role="img" aria-label="拍下的照片" hidden {}
            }
            p role="status" data-said
                data-opening="正在打开摄像头。浏览器问是否允许的，请点“允许”。" data-live="对准以后点“拍下”。" data-look="看一看：清楚的就用，不清楚的重拍。"
                data-denied="浏览器没有得到使用摄像头的允许。可以在地址栏左边的图标里改成允许，或者改为选一张照片。"
                data-none="没有打开摄像头：没有接好，或者别的程序正在用。可以接好再试，或者改为选一张照片。"
                data-sending="正在上传。" data-failed="没有传上：" data-offline="网络断了" {}
            p.buttons {
                button.button type="button" data-take { "拍下" }
                button.button type="button" data-use hidden { "用这张" }
                button.button.button-second type="button" data-retake hidden { "重拍" }
                button.button type="button" data-file hidden { "改为选一张照片" }
                button.button.button-second type="button" data-cancel { "取消" }
            }
        }
    }
}
